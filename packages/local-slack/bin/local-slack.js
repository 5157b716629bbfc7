#!/usr/bin/env node
// There before the build, so that installing the workspace can link it.
import '../dist/cli.js';
