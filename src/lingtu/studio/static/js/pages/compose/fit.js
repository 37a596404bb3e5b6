import { useLayoutEffect, useState } from "../../lib/html.js";

/** The scale at which something of a size fits into an element, followed as the element changes. */
export function useAutoFit(ref, size) {
  const [room, setRoom] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const measure = () => {
      const style = getComputedStyle(ref.current);
      const inside = (side, ...paddings) => side - paddings.reduce((sum, name) => sum + parseFloat(style[name]), 0);
      setRoom({
        width: inside(ref.current.clientWidth, "paddingLeft", "paddingRight"),
        height: inside(ref.current.clientHeight, "paddingTop", "paddingBottom"),
      });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return Math.max(0.05, Math.min(room.width / size.width, room.height / size.height, 1.5));
}
