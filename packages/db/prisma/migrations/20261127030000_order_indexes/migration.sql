-- CreateIndex
CREATE INDEX "variant_monitoring_status_ended_at_id_idx" ON "variant_monitoring"("status", "ended_at" DESC, "id");

-- CreateIndex
CREATE INDEX "events_persona_id_transaction_id_id_idx" ON "events"("persona_id", "transaction_id", "id");
