import { writeFile } from 'node:fs/promises';
import { accessDocument } from '../src/access/access-table';

await writeFile(new URL('../../../docs/access.md', import.meta.url), accessDocument());
