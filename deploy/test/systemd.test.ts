import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { imageCommands } from '../src/dockerfile';
import { placeOf, readText } from '../src/repository';

const units = readdirSync(placeOf('deploy/systemd'));

it.each(['web', 'worker', 'migrate'])('the unit of %s starts what the image starts', (part) => {
  const unit = readText(`deploy/systemd/${units.find((name) => name.startsWith(`cull-${part}`))}`);
  const [, ...args] = imageCommands(part).start;
  expect(unit).toContain(`\nExecStart=/usr/bin/node ${args.join(' ')}\n`);
  expect(unit).toContain(`\nWorkingDirectory=/opt/cull/${part}\n`);
  for (const guard of ['NoNewPrivileges=true', 'ProtectSystem=strict', 'User=cull'])
    expect(unit).toContain(`\n${guard}\n`);
});
