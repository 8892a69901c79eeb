/** The admin key that the benchmarks call with. */
export const API_KEY = 'cull_benchmark';
