ALTER TABLE `services` ADD `delay` text;--> statement-breakpoint
ALTER TABLE `services` ADD `resolve_after_silence` text;