// What the losses share: reading weights and values.
// Ranges start at multiples of 4; arrays are padded to such, and what stands in the padding is never read as a row.
//
// Every loss of one score a row has the same two functions, so that a table can hold them:
// gradients(scores, targets, weights, from, to, parameter, g, h) and
// loss(scores, targets, weights, from, to, parameter, sum), which stores the weighted sum of rows [from, to) at `sum`.
// @ts-ignore: decorator
@inline export function weight4(weights: usize, o: usize): v128 {
  return weights ? v128.load(weights + o) : f32x4.splat(1);
}

// The weight of a row, 1 where there are none.
// @ts-ignore: decorator
@inline export function weightOf(weights: usize, i: i32): f64 {
  return weights ? <f64>load<f32>(weights + (<usize>i << 2)) : 1;
}
// @ts-ignore: decorator
@inline export function at(values: usize, i: i32): f64 { return <f64>load<f32>(values + (<usize>i << 2)); }
