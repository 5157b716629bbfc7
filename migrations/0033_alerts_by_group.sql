DROP INDEX `incident_alerts_key`;--> statement-breakpoint
ALTER TABLE `incident_alerts` ADD `is_held` integer DEFAULT true NOT NULL;--> statement-breakpoint
UPDATE `incident_alerts` SET `is_held` = false WHERE `incident_number` IN (SELECT `number` FROM `incidents` WHERE `status` IN ('RESOLVED', 'MERGED'));--> statement-breakpoint
CREATE INDEX `incident_alerts_held` ON `incident_alerts` (`dedup_key`) WHERE "incident_alerts"."is_held";--> statement-breakpoint
DROP INDEX `incidents_live_group`;--> statement-breakpoint
CREATE INDEX `incidents_group` ON `incidents` (`group_key`,`dedup_scope`) WHERE "incidents"."group_key" is not null and "incidents"."status" <> 'RESOLVED';