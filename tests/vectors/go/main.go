// Command wycheproof writes files of Project Wycheproof's test vectors, named by its arguments, into the working folder.
package main

import (
	"fmt"
	"io/fs"
	"os"

	"github.com/c2sp/wycheproof"
)

func main() {
	for _, name := range os.Args[1:] {
		vectors, err := fs.ReadFile(wycheproof.TestVectors, name)
		if err == nil {
			err = os.WriteFile(name, vectors, 0o644)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
