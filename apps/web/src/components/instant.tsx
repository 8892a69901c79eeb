/** A moment in the reader's own zone: the time alone today, with the day before it otherwise. */
export function Instant({ at }: { at: string }) {
  const date = new Date(at);
  return (
    <time dateTime={at} title={date.toLocaleString()}>
      {clockTime(date)}
    </time>
  );
}

/** A day in the reader's own zone; the year stands with it where it is another one. */
export function Day({ at }: { at: string }) {
  const date = new Date(at);
  const isThisYear = date.getFullYear() === new Date().getFullYear();
  return (
    <time dateTime={at} title={date.toLocaleString()}>
      {date.toLocaleDateString([], {
        day: 'numeric',
        month: 'short',
        ...(!isThisYear && { year: 'numeric' }),
      })}
    </time>
  );
}

/** @param now What counts as today; epoch milliseconds. */
export function clockTime(date: Date, now: number = Date.now()): string {
  const time = date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  if (date.toDateString() === new Date(now).toDateString()) return time;
  return `${date.toLocaleDateString([], { day: 'numeric', month: 'short' })} ${time}`;
}
