import { writeFile } from 'node:fs/promises';
import { accessDocument } from '../src/access/access-table';
import { webhookPage } from '../src/rest/webhook-page';

const docs = new URL('../../../docs/', import.meta.url);
await writeFile(new URL('access.md', docs), accessDocument());
await writeFile(new URL('webhook-events.md', docs), webhookPage());
