import * as z from "zod";

/** The page's policy forbids making code from text, which zod would try for speed: it must not. */
z.config({ jitless: true });
