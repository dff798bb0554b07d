package opa

import (
	"runtime"

	opa "github.com/open-policy-agent/opa/v1/version"
)

// Library is the version of the contract between this library and its Python package. Both
// sides carry it; they refuse to work with another.
const Library = "1"

// Version names what is built in.
type Version struct {
	OPA      string   `json:"opa"`
	Go       string   `json:"go"`
	Library  string   `json:"library"`
	Platform string   `json:"platform"`
	Builtins []string `json:"builtins"`
}

// CurrentVersion gives the versions and the names of all builtins of this OPA.
func CurrentVersion() Version {
	return Version{
		OPA:      opa.Version,
		Go:       runtime.Version(),
		Library:  Library,
		Platform: runtime.GOOS + "/" + runtime.GOARCH,
		Builtins: builtinNames(),
	}
}
