-- A busy table must not queue everybody behind this: it is tried again.
SET LOCAL lock_timeout = '5s';

-- Whether a code is asked for after the password; nothing is rewritten.
ALTER TABLE "auth_users" ADD COLUMN "two_factor_enabled" BOOLEAN NOT NULL DEFAULT false;

-- Secrets of authenticator apps and backup codes, both encrypted by the sign-in library.
CREATE TABLE "auth_two_factors" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "backup_codes" TEXT NOT NULL,
    "verified" BOOLEAN NOT NULL DEFAULT true,
    "failed_verification_count" INTEGER NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "auth_two_factors_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "auth_two_factors_user_id_key" ON "auth_two_factors"("user_id");

ALTER TABLE "auth_two_factors" ADD CONSTRAINT "auth_two_factors_user_id_fkey"
    FOREIGN KEY ("user_id") REFERENCES "auth_users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
