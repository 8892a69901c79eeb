-- AlterTable
ALTER TABLE "channels" ADD COLUMN "tried_at" TIMESTAMPTZ(3);

-- What is known of it until now.
UPDATE "channels" c SET "tried_at" = (
    SELECT max(a."at") FROM "delivery_attempts" a JOIN "deliveries" d ON d."id" = a."delivery_id" WHERE d."channel_id" = c."id"
);
