package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"zhunsheng/app/task"
	"zhunsheng/app/ui/command"
	"zhunsheng/app/ui/look"
)

// settingRenderer is the name of the setting of what draws windows; it counts from the next start.
const settingRenderer = "renderer"

// Renderer returns what is to draw windows from the next start on, one of [Needs.Renderers].
func (s *Shell) Renderer() string {
	return s.needs.Settings.Text(settingRenderer, s.needs.Renderers[0])
}

// SetRenderer chooses what draws windows from the next start on.
func (s *Shell) SetRenderer(id string) {
	s.needs.Settings.SetText(settingRenderer, id)
	s.bind() // the mark in the menu
	s.toast(s.words.Say("ui.settings.renderer.saved"), look.Current)
}

// openLicences shows the licences of others in the system's own viewer of texts.
func (s *Shell) openLicences() {
	task.Run(s.needs.Runner, new(task.Slot), func(context.Context, *task.Progress) (struct{}, error) {
		path, err := s.needs.Licences()
		if err == nil {
			err = s.needs.OpenFile(path)
		}
		return struct{}{}, err
	}, func(_ struct{}, err error) {
		if err != nil {
			s.Fail(err)
		}
	})
}

// programs lists what concerns the program itself: what draws its windows, and its log.
func (s *Shell) programs() []command.Command {
	var commands []command.Command
	for i, id := range s.needs.Renderers {
		is := func() bool { return s.Renderer() == id }
		commands = append(commands, command.Command{
			ID: "renderer." + id, Keys: digit(i + 7), Menu: command.View, Do: func() { s.SetRenderer(id) },
			Can: func() bool { return !is() }, Marked: is,
		})
	}
	if s.needs.LogFolder != "" {
		commands = append(commands, command.Command{ID: "log", Keys: command.CtrlAlt(fyne.KeyL), Menu: command.Help, Do: func() {
			if err := s.needs.OpenFile(s.needs.LogFolder); err != nil {
				s.Fail(err)
			}
		}})
	}
	return commands
}
