//go:build !windows

package cli

// systemLanguage is told by the environment.
func systemLanguage() string { return "" }
