import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
/** As GCM wants it. Random ones are safe for billions of texts under one key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID_BYTES = 8;

const NEEDS = `needs ${KEY_BYTES} bytes in base64, as \`openssl rand -base64 ${KEY_BYTES}\` prints them`;

/** A key that encrypts secrets at rest: 32 bytes in base64. */
export const encryptionKeySchema = z.string(NEEDS).transform((text, context): Buffer => {
  const key = /^[\w+/-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null;
  if (key?.length === KEY_BYTES) return key;
  const has = key === null ? `${text.length} characters that are not base64` : `${key.length} bytes`;
  context.addIssue({ code: 'custom', message: `${NEEDS}; it has ${has}` });
  return z.NEVER;
});

/** The variables of the keys, for the schema of an environment. */
export const encryptionKeyVariables = {
  CULL_ENCRYPTION_KEY: encryptionKeySchema,
  /** Read during a rotation. */
  CULL_ENCRYPTION_KEY_OLD: encryptionKeySchema.optional(),
} as const;

/** A fresh key, as CULL_ENCRYPTION_KEY takes it. */
export function generateEncryptionKey(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}

/** An encrypted text, and which key opens it. */
export interface Sealed {
  readonly keyId: string;
  /** Nonce, ciphertext and tag. */
  readonly box: Uint8Array;
}

/** What can't be opened: another key, another owner, or bytes that were changed. Its message holds no secret. */
export class SealError extends Error {
  override readonly name = 'SealError';

  /** @param reason What is wrong with it, to be said after whose it is. */
  constructor(
    owner: string,
    readonly reason: string,
  ) {
    super(`${owner} ${reason}`);
  }
}

/** Encrypts secrets for the database. */
export interface SecretBox {
  /** Of the key that seals. */
  readonly keyId: string;
  /**
   * Encrypts a text.
   * @param owner Whose it is, for example `account:<id>`: it opens for the same owner alone, so that rows can't be swapped.
   */
  seal(text: string, owner: string): Sealed;
  /** @throws SealError */
  open(sealed: Sealed, owner: string): string;
}

/**
 * @param key Seals and opens.
 * @param oldKey Opens what was sealed before a rotation.
 */
export function createSecretBox(key: Buffer, oldKey?: Buffer): SecretBox {
  const keyId = keyIdOf(key);
  const keys = new Map([key, ...(oldKey === undefined ? [] : [oldKey])].map((one) => [keyIdOf(one), one]));
  return {
    keyId,
    seal(text, owner) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(owner));
      const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return { keyId, box: Buffer.concat([nonce, ciphertext, cipher.getAuthTag()]) };
    },
    open({ keyId: sealedWith, box }, owner) {
      const opener = keys.get(sealedWith);
      if (opener === undefined)
        throw new SealError(
          owner,
          `is encrypted with the key ${sealedWith}, which is neither CULL_ENCRYPTION_KEY (${keyId}) nor CULL_ENCRYPTION_KEY_OLD`,
        );
      try {
        const bytes = Buffer.from(box);
        const nonce = bytes.subarray(0, NONCE_BYTES);
        const decipher = createDecipheriv(ALGORITHM, opener, nonce, { authTagLength: TAG_BYTES });
        decipher.setAAD(Buffer.from(owner));
        decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
        return (
          decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
        );
      } catch {
        throw new SealError(owner, "can't be decrypted: it was changed, or belongs to somebody else");
      }
    },
  };
}

/** Tells keys apart and tells nothing of them. */
function keyIdOf(key: Buffer): string {
  return createHmac('sha256', key)
    .update('cull key id')
    .digest('hex')
    .slice(0, 2 * KEY_ID_BYTES);
}
