CREATE INDEX `incidents_by_status` ON `incidents` (`status`,`number`);--> statement-breakpoint
CREATE INDEX `incidents_opened` ON `incidents` (`opened_at`,`urgency`,`service_id`,`first_acknowledged_at`,`status`,`status_at`,`number`);--> statement-breakpoint
CREATE INDEX `timeline_events_breaches` ON `timeline_events` (`incident_number`) WHERE "timeline_events"."kind" = 'sla_breached';