import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';

/** Downloads what a list shows, all pages of it. */
export function CsvButton({ href }: { href: string }) {
  return (
    <Button
      component="a"
      href={href}
      download
      size="xs"
      variant="default"
      leftSection={<IconDownload size={14} />}
    >
      CSV
    </Button>
  );
}
