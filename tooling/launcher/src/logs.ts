import { chmodSync, createWriteStream, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const ROTATE_BYTES = 20 * 1024 * 1024;

/** pino's levels: 30 is info, 40 a warning, 50 an error. */
const WARNING = 40;

const causeSchema = z.object({ message: z.string() }).optional();

const entrySchema = z.object({
  level: z.number(),
  msg: z.string().optional(),
  variantId: z.string().optional().catch(undefined),
  err: causeSchema,
  error: causeSchema.catch(undefined),
});

/** One line of a part's log, as people read it. */
export interface LogLine {
  readonly text: string;
  readonly isWarning: boolean;
}

/**
 * Reads a line that a part wrote: pino's JSON, or plain text, which only a tool or a crash writes.
 * @param line Without its line break.
 */
export function readLogLine(line: string): LogLine {
  const entry = entrySchema.safeParse(parseJson(line));
  if (!entry.success) return { text: line, isWarning: /\b(error|warn(ing)?|fatal|panic)\b/i.test(line) };
  const { level, msg, variantId, err, error } = entry.data;
  const text = [variantId, msg, (err ?? error)?.message].filter(Boolean).join(': ');
  return { text, isWarning: level >= WARNING };
}

function parseJson(line: string): unknown {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Where the parts' lines go. */
export interface Logs {
  /** Takes a line of the part of that name. */
  write(name: string, line: string): void;
  /** Resolves once everything is on disk. */
  close(): Promise<void>;
}

/**
 * Writes each part's lines to a file of its own, in full, and hands them on for the screen.
 * @param folder Made when missing, for this account alone; a file above 20 MB is moved aside at the start.
 * @param show Receives each line, read.
 */
export function openLogs(folder: string, show: (name: string, line: LogLine) => void): Logs {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // One of an earlier version was open to every account of the machine, and logs report addresses and emails.
  chmodSync(folder, 0o700);
  const files = new Map<string, ReturnType<typeof createWriteStream>>();
  const fileOf = (name: string) => {
    const open = files.get(name);
    if (open) return open;
    const path = join(folder, `${name}.log`);
    if (existsSync(path) && statSync(path).size > ROTATE_BYTES) renameSync(path, `${path}.1`);
    const file = createWriteStream(path, { flags: 'a' });
    // A full disk must not end the product; the lines still reach the screen.
    file.on('error', () => {});
    files.set(name, file);
    return file;
  };
  return {
    write: (name, line) => {
      fileOf(name).write(`${line}\n`);
      show(name, readLogLine(line));
    },
    close: async () => {
      await Promise.all([...files.values()].map((file) => new Promise<void>((done) => file.end(done))));
    },
  };
}
