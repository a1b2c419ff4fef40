import { monitorEventLoopDelay } from "node:perf_hooks";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Deployment } from "../serving/index.ts";

/** Bucket bounds in seconds, as OpenTelemetry's conventions for `http.server.request.duration` fix them. */
const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** What one server counts and measures; each has a registry of its own, so that several can live in one process. */
export interface ServerMetrics {
  readonly contentType: string;
  /** A request was answered. @param route the declared path, never the user's text, so that series stay few */
  answered(method: string, route: string, status: number, seconds: number): void;
  /** Rows were scored. @param warnings how many warnings the reply carried */
  predicted(model: string, version: string, rows: number, warnings: number): void;
  /** The exposition text of Prometheus. */
  text(): Promise<string>;
  close(): void;
}

/**
 * Metrics of a server.
 * @param inFlight read when scraped: prediction requests in work
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-metrics/
 */
export function serverMetrics(inFlight: () => number, deployments: () => readonly Deployment[]): ServerMetrics {
  const registry = new Registry();
  const registers = [registry];
  const duration = new Histogram({
    name: "http_server_request_duration_seconds",
    help: "Time from a request's head to its whole answer.",
    labelNames: ["http_request_method", "http_route", "http_response_status_code"] as const,
    buckets: durationBuckets,
    registers,
  });
  const labels = ["model", "version"] as const;
  const predictions = new Counter({
    name: "millrace_predictions_total",
    help: "Rows scored.",
    labelNames: labels,
    registers,
  });
  const warnings = new Counter({
    name: "millrace_prediction_warnings_total",
    help: "Warnings in replies: categories never seen, extra fields.",
    labelNames: labels,
    registers,
  });
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  declareGauges(registers, inFlight, deployments, delay);

  const observers = new Map<string, { observe(seconds: number): void }>();
  return {
    contentType: registry.contentType,
    answered(method, route, status, seconds) {
      const key = `${method} ${route} ${status}`;
      let observer = observers.get(key);
      if (observer === undefined) observers.set(key, (observer = duration.labels(method, route, String(status))));
      observer.observe(seconds);
    },
    predicted(model, version, rows, warned) {
      predictions.labels(model, version).inc(rows);
      if (warned > 0) warnings.labels(model, version).inc(warned);
    },
    text: () => registry.metrics(),
    close() {
      delay.disable();
      registry.clear();
    },
  };
}

function declareGauges(
  registers: Registry[],
  inFlight: () => number,
  deployments: () => readonly Deployment[],
  delay: { percentile(p: number): number; reset(): void },
): void {
  gauge(registers, "millrace_requests_in_flight", "Prediction requests in work.", inFlight);
  gauge(registers, "process_resident_memory_bytes", "Resident memory.", () => process.memoryUsage.rss());
  gauge(registers, "process_cpu_seconds_total", "CPU time, user and system.", () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  gauge(registers, "process_uptime_seconds", "Time since the process started.", () => process.uptime());
  new Gauge({
    name: "nodejs_eventloop_lag_seconds",
    help: "Delay of the event loop since the last scrape, by quantile.",
    labelNames: ["quantile"] as const,
    registers,
    collect() {
      for (const quantile of [0.5, 0.99]) {
        const seconds = delay.percentile(quantile * 100) / 1e9;
        this.set({ quantile: String(quantile) }, Number.isFinite(seconds) ? seconds : 0);
      }
      delay.reset();
    },
  });
  new Gauge({
    name: "millrace_model_info",
    help: "1 for each model version that is deployed.",
    labelNames: ["model", "version", "digest"] as const,
    registers,
    collect() {
      this.reset();
      for (const { name, versionName, digest } of deployments()) {
        this.set({ model: name, version: versionName, digest }, 1);
      }
    },
  });
}

function gauge(registers: Registry[], name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers,
    collect() {
      this.set(read());
    },
  });
}
