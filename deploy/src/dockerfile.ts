import { z } from 'zod';
import { readText } from './repository';

const commandSchema = z.array(z.string()).min(1);

/** How an image starts, and how it is asked whether it is alive. */
export interface ImageCommands {
  readonly start: readonly string[];
  /** Null for what ends by itself. */
  readonly healthcheck: readonly string[] | null;
}

/** Returns the commands of a stage of the Dockerfile. @throws Where there is no such stage, or it has no command. */
export function imageCommands(target: string): ImageCommands {
  const [, stage] = readText('deploy/docker/Dockerfile').split(`FROM runtime AS ${target}\n`);
  if (stage === undefined) throw new Error(`the Dockerfile has no stage ${target}`);
  const [own = ''] = stage.split('\nFROM ');
  const commandOf = (pattern: RegExp) => {
    const found = pattern.exec(own)?.[1];
    return found === undefined ? null : commandSchema.parse(JSON.parse(found));
  };
  const start = commandOf(/^CMD (\[.*\])$/m);
  if (start === null) throw new Error(`the stage ${target} of the Dockerfile has no command`);
  return { start, healthcheck: commandOf(/^HEALTHCHECK .* CMD (\[.*\])$/m) };
}
