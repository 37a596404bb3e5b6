// Before the first paint: the theme and language that were chosen here, so that nothing flashes.
(function () {
  var root = document.documentElement;
  try {
    var theme = localStorage.getItem("lingtu.theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    var language = localStorage.getItem("lingtu.language");
    if (!language) language = /^zh/i.test(navigator.language) ? "zh" : "en";
    root.lang = language === "zh" ? "zh-CN" : "en";
  } catch (error) {
    // storage may be forbidden; the defaults are good
  }
})();
