import { channelOwner, type Queryable, readSecretsSealedOtherwise, replaceChannelSeal } from '@cull/db';
import { SealError, type SecretBox } from '@cull/process';

/**
 * Encrypts with the current key what a version before stored in clear, and what an older key has sealed.
 * @returns How many secrets were, and what could not be opened.
 */
export async function sealChannelSecrets(db: Queryable, box: SecretBox) {
  const problems: string[] = [];
  let sealed = 0;
  for (const secret of await readSecretsSealedOtherwise(db, box.keyId)) {
    const owner = channelOwner(secret.channelId);
    try {
      const text = typeof secret.stored === 'string' ? secret.stored : box.open(secret.stored, owner);
      if (await replaceChannelSeal(db, secret, box.seal(text, owner))) sealed += 1;
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      problems.push(error.message);
    }
  }
  return { sealed, problems };
}
