"""Web pages for the tests: small, and built as news pages are."""

from __future__ import annotations

PARAGRAPHS = (
    "The council said on Monday that the bridge across the river would close for repairs in May.",
    "The mayor denied that the repairs had anything to do with the crack that was reported last "
    "year by two inspectors of the state office, who wrote to the council twice.",
    "Drivers will have to go round by Millford, which takes twenty minutes longer, the bus company "
    "wrote in a letter to its passengers on Tuesday, and it called the plan reckless.",
    "A shopkeeper at the eastern end said that she would lose half of her customers in the summer.",
)

PAGE = f"""<!doctype html><html lang="en-GB"><head>
<meta charset="utf-8"><title>Bridge closes in May | The Ostrow Post</title>
<meta property="og:title" content="Bridge Closes in May">
<meta property="og:site_name" content="The Ostrow Post">
<meta property="og:description" content="Buses will go round by Millford, and shops fear for it.">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "Bridge Closes in May", "datePublished": "2026-05-12T08:30:00+02:00",
"author": [{{"@type": "Person", "name": "Petra Lindquist"}}]}}</script>
<script>document.write("<p>written by a script</p>")</script></head>
<body class="nav-open"><nav class="menu"><ul><li><a href="/">Home</a></li><li><a href="/n">News</a>
</li><li><a href="/s">Sport</a></li></ul></nav>
<div class="cookie-consent"><p>We use cookies. Accept all of them?</p></div>
<main><article><header><h1>Bridge Closes in May</h1>
<h2 class="standfirst">Buses will go round by Millford, and shops fear for it.</h2>
<p class="byline">By Petra Lindquist <time datetime="2026-05-12">12 May 2026</time></p></header>
<figure><img src="https://elsewhere.example/pixel.png">
<figcaption>The bridge on Sunday, seen from the mill
<span class="credit">Photo: A. Lund</span></figcaption></figure>
<div class="body"><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>
<aside class="related"><a href="/x">Read more: Ten bridges that nobody crosses any longer</a>
</aside>
<div class="ad">Advertisement</div>
<h3>The way round</h3><p>{PARAGRAPHS[2]}</p>
<ul><li>The 14 leaves ten minutes earlier than it used to do.</li>
<li>The 22 does not run at all until the first of June.</li></ul>
<blockquote><p>We advise that no lorry should cross before the work is done.</p></blockquote>
<p>{PARAGRAPHS[3]}</p></div></article>
<section id="comments"><h2>Comments</h2>
<p>What a shame, the council should be ashamed.</p></section>
</main><footer><p>Copyright The Ostrow Post. All rights reserved.</p></footer></body></html>"""
