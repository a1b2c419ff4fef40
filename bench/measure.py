"""Does one piece of work once, measures it, and prints the figures as a line of JSON (see measure.ts)."""
import json
import os
import time


def _memory_mb(field):
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024


def measured(work, score=None):
    """Data must be loaded before; `score` is called with what `work` made once the clock has stopped."""
    with open("/proc/self/clear_refs", "w") as refs:
        refs.write("5")
    resident_mb = _memory_mb("VmRSS")
    before, start = os.times(), time.perf_counter()
    made = work()
    seconds, after = time.perf_counter() - start, os.times()
    peak_mb = max(0, _memory_mb("VmHWM") - resident_mb)
    cpu_seconds = after.user + after.system - before.user - before.system
    print(json.dumps({
        "seconds": seconds,
        "cpuSeconds": cpu_seconds,
        "peakMb": peak_mb,
        "score": None if score is None else float(score(made)),
    }))
