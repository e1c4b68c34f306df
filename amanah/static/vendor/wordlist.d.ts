export const words: string[]
