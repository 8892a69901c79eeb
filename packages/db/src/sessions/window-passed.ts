/**
 * Of a session `m`, in SQL: it was killed, and read again within a minute of the end of its window, so what it came to is
 * known. Word for word what an index is limited to.
 */
export const WAS_FOLLOWED = `(m.status = 'killed' AND m.deadline_at - m.later_sample_at <= interval '60 seconds')`;

/** Of a session `m`, in SQL: its window has passed in full by the instant $1, whether it was killed or not. */
export const HAS_PASSED = "(m.status IN ('timed_out', 'killed') AND m.deadline_at <= $1)";
