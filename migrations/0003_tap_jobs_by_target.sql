CREATE UNIQUE INDEX "reader_agents_id_key" ON "reader_agents" USING btree ("id");--> statement-breakpoint
CREATE INDEX "tap_jobs_by_wizard" ON "tap_jobs" USING btree ("workspace_id","wizard_id");--> statement-breakpoint
CREATE INDEX "tap_jobs_by_key" ON "tap_jobs" USING btree ("workspace_id","key_id");--> statement-breakpoint
CREATE INDEX "tap_jobs_by_enrolment" ON "tap_jobs" USING btree ("workspace_id","enrolment_id","id");