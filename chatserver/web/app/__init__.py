"""The website as an app that installs: its manifest, its service worker, its offline page, and the way onto a phone."""
