import type { Metadata } from 'next';
import { KioskPage } from '../../../features/kiosk/kiosk-page';

export const metadata: Metadata = { title: 'Wall display' };

export default function Page() {
  return <KioskPage />;
}
