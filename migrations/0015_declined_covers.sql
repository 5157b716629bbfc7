ALTER TABLE `cover_requests` ADD `asked` integer;--> statement-breakpoint
ALTER TABLE `cover_requests` ADD `declined_by` text DEFAULT '[]' NOT NULL;