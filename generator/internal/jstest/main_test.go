package jstest

import (
	"testing"

	"cairn/generator/internal/browsertest"
)

func TestMain(m *testing.M) { browsertest.Main(m) }
