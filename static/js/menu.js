// Menus close by Escape, by a click beside them, and when something in them opens a dialog.
function closeAll(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
}

export function closeMenus() {
  document.addEventListener("click", (event) => closeAll(event.target.closest("[data-opens]") ? null : event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
  });
}
