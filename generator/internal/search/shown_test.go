package search

import "testing"

func TestShown(t *testing.T) {
	for _, test := range []struct{ name, page, want string }{
		{"no page", "", ""},
		{"no main element", "<body><p>a</p></body>", ""},
		{"only the main element", "<title>t</title><header>a</header><main id='m'><p>b</p></main><footer>c</footer>", "b"},
		{"several main elements", "<main>a</main>b<main>c</main>", "a\nc"},
		{"a main element in others", "<div><main-part><main>a</main></main-part></div>", "a"},
		{"no end tag", "<p>a</p><main><p>b", "b"},
		{"capitals", "<P>a</P><MAIN><P>b</P></MAIN>", "b"},
		{"a word in an attribute", `<meta content="&lt;main>"><p>a</p><main>b</main>`, "b"},
		{"lines", "<main><p>a\n  b</p>c<p>\n</p><p>d</p></main>", "a b\nc\nd"},
		{"inline elements", "<main>a<b>b</b><span> c</span> <a href='x'>d</a><time>e</time></main>", "ab c de"},
		{"void elements", "<main>a<br>b<hr>c<img alt='d'>e<input type='hidden' value='f'>g</main>", "a\nb\nc\ne\ng"},
		{"the values of text fields", "<main><label>a<input type='text' value='b'></label><input type='number' value='1'><input type='text'></main>", "a\nb"},
		{"marked elements", "<main><div data-unsearched><p>a<br>b</p></div>c<span data-unsearched='x'>d</span>e</main>", "ce"},
		{"a marked element without an end tag", "<main><ul><li data-unsearched>a<li>b</ul><p data-unsearched>c<p>d</main>", "b\nd"},
		{"elements that are no text", "<main><h1>a</h1><nav>b</nav><script>c</script><template>d</template><output>e</output><h2>f</h2></main>", "f"},
		{"pictures", "<main>a<svg><title>b</title><path/><g><text>c</text></g></svg>d<svg/>e</main>", "ade"},
		{"character references", "<main>a &amp; b&nbsp;c &lt;main&gt;</main>", "a & b c <main>"},
	} {
		if got := Shown([]byte(test.page)); got != test.want {
			t.Errorf("%s: %q, not %q", test.name, got, test.want)
		}
	}
}
