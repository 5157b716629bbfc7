ALTER TABLE `api_keys` ADD `request_limit` integer;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `expires_at` integer;