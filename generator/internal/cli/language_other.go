//go:build !windows

package cli

// systemLanguage returns "": only environment variables give the language.
func systemLanguage() string { return "" }
