/** Cull's mark: a rate that falls off. Its name is next to it. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" style={{ flex: 'none' }}>
      <rect width="32" height="32" rx="8" fill="var(--cull-kill)" />
      <path
        d="M7 10h6c4 0 4 12 12 12"
        fill="none"
        stroke="var(--cull-on)"
        strokeWidth="3.5"
        strokeLinecap="round"
      />
    </svg>
  );
}
