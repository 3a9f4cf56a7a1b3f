// Package history is the screen of what became of everything: who changed what when, from which value to which.
//
// It shows the whole store, or one evaluation. The newest actions are there at once; the rest follows in the background. Of an action it
// shows every field, gives one field or the whole version back (as a new action: nothing is erased), and lays versions side by side. The
// chain of the history can be verified, and the list goes out as a table.
package history
