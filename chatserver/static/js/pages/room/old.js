/** The room in an engine without modules: it gets the stylesheet that such engines understand, whose address the page has for those without scripts. In their language: no const, no arrow. */

var style = document.createElement("link");
style.rel = "stylesheet";
style.href = /href="([^"]+)/.exec(document.getElementsByTagName("noscript")[0].textContent)[1];
document.getElementsByTagName("head")[0].appendChild(style);
