package cli

import "golang.org/x/sys/windows"

// systemLanguage returns the display language of Windows, which sets no environment variable.
func systemLanguage() string {
	languages, err := windows.GetUserPreferredUILanguages(windows.MUI_LANGUAGE_NAME)
	if err != nil || len(languages) == 0 {
		return ""
	}
	return languages[0]
}
