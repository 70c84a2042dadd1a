package cli

import "golang.org/x/sys/windows"

// systemLanguage is the language that a user has chosen for Windows, which sets
// no variable.
func systemLanguage() string {
	languages, err := windows.GetUserPreferredUILanguages(windows.MUI_LANGUAGE_NAME)
	if err != nil || len(languages) == 0 {
		return ""
	}
	return languages[0]
}
