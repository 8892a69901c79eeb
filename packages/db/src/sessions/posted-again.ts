/**
 * Of an ended session `m`, in SQL: its variant was posted again. A variant is posted again only once its session has
 * ended, so that sessions follow each other by their endings; when they were posted is what their posters say.
 */
export const IS_POSTED_AGAIN = `EXISTS (
  SELECT 1 FROM variant_monitoring newer
  WHERE newer.variant_id = m.variant_id AND newer.id <> m.id
    AND (newer.ended_at IS NULL OR newer.ended_at > m.ended_at))`;
