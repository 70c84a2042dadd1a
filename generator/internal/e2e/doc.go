// Package e2e holds the tests that read the whole built site: with a crawler,
// and with a real browser over http at the root of a host, over http under a
// path, and from the disk. Without Chromium the browser tests are skipped; with
// CI=true they fail instead.
package e2e
