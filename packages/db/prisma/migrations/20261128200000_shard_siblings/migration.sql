-- CreateTable: what each shard's holder knows of its live variants as siblings, so that no worker reads those of all shards.
CREATE TABLE "shard_siblings" (
    "shard" SMALLINT NOT NULL,
    "groups" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "shard_siblings_pkey" PRIMARY KEY ("shard")
);
