// Package e2e tests the whole built site with a crawler and with Chromium: over http
// at the root of a host, over http below a path, and from the disk. Without Chromium
// the browser tests are skipped; with CI=true they fail instead.
package e2e
