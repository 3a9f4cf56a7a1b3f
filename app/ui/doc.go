// Package ui is the window: one [Shell] that holds the page on the screen, the menus, the shortcuts and the dialogs.
//
// # How it fits together
//
//   - A page (app/ui/page/…) is a package with a type that has the methods of [Page]. Pages know neither each other nor the shell;
//     they are handed functions for what leads out of them.
//   - What a page can do is a list of commands (app/ui/command). The shell makes menu entries and shortcuts of them, and the list
//     that F1 shows, so nothing can be reached by mouse only.
//   - Sentences come from app/locale, colours and sizes from app/ui/look, controls from app/ui/widget, dialogs from app/ui/prompt.
//   - Work that takes time runs in app/task and comes back on the window's goroutine.
//
// Switching the language or the theme builds the page anew from its session; nothing that was typed is lost, because leaving a
// field hands its text over.
package ui
