import type { Metadata } from 'next';
import { notFound } from 'next/navigation';

export const metadata: Metadata = { title: 'Page not found' };

/** What no page answers to ends within the frame. */
export default function Page() {
  notFound();
}
