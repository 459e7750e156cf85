// face-api (MIT, Vladimir Mandic) in WebAssembly on one thread, for faces-bench: reads a photo's file name a line, answers a line of JSON
// {"ms": from bytes to descriptor, "faces": how many} each. Says {"ready": VERSION} first. Its default detector, SSD MobileNet v1.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {createInterface} from 'node:readline';

const require = createRequire(import.meta.url);
const jpeg = require('jpeg-js');
const tf = require('@tensorflow/tfjs');
const wasm = require('@tensorflow/tfjs-backend-wasm');
const api = require('@vladmandic/face-api/dist/face-api.node-wasm.js');

wasm.setWasmPaths(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist/'));
wasm.setThreadsCount(1);
await tf.setBackend('wasm');
await tf.ready();
const models = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'model');
for (const net of [api.nets.ssdMobilenetv1, api.nets.faceLandmark68Net, api.nets.faceRecognitionNet]) await net.loadFromDisk(models);
console.log(JSON.stringify({ready: api.version.faceapi ?? api.version, backend: tf.getBackend()}));

const photos = new Map();
for await (const file of createInterface({input: process.stdin})) {
    if (!photos.has(file)) photos.set(file, readFileSync(file));
    const start = performance.now();
    const {data, width, height} = jpeg.decode(photos.get(file), {useTArray: true, formatAsRGBA: false});
    const pixels = tf.tensor3d(data, [height, width, 3], 'int32');
    const found = await api.detectAllFaces(pixels, new api.SsdMobilenetv1Options()).withFaceLandmarks().withFaceDescriptors();
    pixels.dispose();
    console.log(JSON.stringify({ms: performance.now() - start, faces: found.length}));
}
