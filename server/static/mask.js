// Made of templates/behaviour by `make assets`.
"use strict";
"use strict";(()=>{var byId=id=>document.getElementById(id);var within=(root,selector)=>root.querySelector(selector);var targetOf=event=>event.target;function fillSlider({style,value,min,max}){style.setProperty("--share",String((Number(value)-Number(min))/(Number(max)-Number(
min))))}var History=class{#done=[];#undone=[];#most;constructor(most){this.#most=most}get canUndo(){return this.#done.length>0}get canRedo(){
return this.#undone.length>0}remember(state){if(this.#done.push(state)>this.#most)this.#done.shift();this.#undone=[]}undo(read2){
return step(this.#done,this.#undone,read2)}redo(read2){return step(this.#undone,this.#done,read2)}};function step(from,to,read2){
if(!from.length)return void 0;to.push(read2());return from.pop()}function whiteOnBlack(canvas2){const{width,height}=canvas2;const sheet=Object.assign(document.createElement("canvas"),{width,
height});const brush=sheet.getContext("2d");brush.drawImage(canvas2,0,0);brush.globalCompositeOperation="source-in";brush.
fillStyle="white";brush.fillRect(0,0,width,height);brush.globalCompositeOperation="destination-over";brush.fillStyle="bl\
ack";brush.fillRect(0,0,width,height);return sheet}function asBytes(canvas2){const[,base64=""]=canvas2.toDataURL("image/\
png").split(",");return Uint8Array.from(atob(base64),each=>each.charCodeAt(0))}var dialog=byId("mask-dialog");var stage=within(dialog,".mask-stage");var canvas=within(stage,"canvas");var picture=within(
stage,"img");var cursor=within(stage,".mask-cursor");var size=within(dialog,"#mask-size");var along=dialog.querySelector(
"#mask-along");var file=within(dialog,"#mask-file");var tools=[...dialog.querySelectorAll("[data-tool]")];var pen=canvas.
getContext("2d",{willReadFrequently:true});var SIDE=canvas.width;var MOST_UNDONE=50;var STEP=8;var FURTHER={ArrowLeft:[-1,
0],ArrowRight:[1,0],ArrowUp:[0,-1],ArrowDown:[0,1]};var form=within(dialog,"form");var words=[...form.querySelectorAll("\
[name]:not([type=file])")];var address=form.getAttribute("hx-post")??"";var earlier=globalThis.markedBefore?.address===address?
globalThis.markedBefore:null;var tool="brush";var place={x:SIDE/2,y:SIDE/2};var isPainting=false;var history=new History(
MOST_UNDONE);var read=()=>pen.getImageData(0,0,SIDE,SIDE);var remember=()=>{history.remember(read());showUndo()};var putBack=state=>{
if(!state)return;pen.putImageData(state,0,0);showUndo()};var showUndo=()=>{within(dialog,"[data-do=undo]").setAttribute(
"aria-disabled",String(!history.canUndo));within(dialog,"[data-do=redo]").setAttribute("aria-disabled",String(!history.canRedo))};
var showCursor=()=>{const width=Number(size.value)/SIDE*100;Object.assign(cursor.style,{width:`${width}%`,left:`${place.
x/SIDE*100-width/2}%`,top:`${place.y/SIDE*100-width/2}%`});cursor.hidden=false};var resize=by=>{size.value=String(Number(
size.value)+by);fillSlider(size);showCursor()};var choose=name=>{tool=name;for(const each of tools)each.setAttribute("ar\
ia-pressed",String(each.dataset.tool===name))};var lineTo=to=>{pen.globalCompositeOperation=tool==="eraser"?"destination\
-out":"source-over";pen.strokeStyle=getComputedStyle(cursor).color;pen.lineWidth=Number(size.value);pen.lineCap=pen.lineJoin=
"round";pen.beginPath();pen.moveTo(place.x,place.y);pen.lineTo(to.x,to.y);pen.stroke();place=to};var begin=()=>{if(isPainting)
return;remember();isPainting=true;lineTo(place)};var end=()=>{isPainting=false};var moveTo=to=>{if(isPainting)lineTo(to);
place=to;showCursor()};var change=operation=>{remember();pen.globalCompositeOperation=operation;pen.fillStyle=getComputedStyle(
cursor).color;pen.fillRect(0,0,SIDE,SIDE)};var doing={undo:()=>putBack(history.undo(read)),redo:()=>putBack(history.redo(
read)),clear:()=>change("destination-out"),invert:()=>change("source-out")};var placeOf=({clientX,clientY})=>{const box=canvas.
getBoundingClientRect();return{x:(clientX-box.left)/box.width*SIDE,y:(clientY-box.top)/box.height*SIDE}};stage.addEventListener(
"pointerdown",event=>{if(event.button!==0||!event.isPrimary)return;event.preventDefault();stage.focus({preventScroll:true});
stage.setPointerCapture(event.pointerId);moveTo(placeOf(event));begin()});stage.addEventListener("pointermove",event=>{if(!event.
isPrimary)return;for(const each of event.getCoalescedEvents?.()??[])moveTo(placeOf(each));moveTo(placeOf(event))});for(const name of[
"pointerup","pointercancel"])stage.addEventListener(name,end);stage.addEventListener("pointerleave",()=>{if(document.activeElement!==
stage)cursor.hidden=true});stage.addEventListener("focus",showCursor);stage.addEventListener("blur",()=>{end();cursor.hidden=
true});stage.addEventListener("keydown",event=>{const direction=FURTHER[event.key];if(direction){const inside=number=>Math.
min(Math.max(number,0),SIDE);moveTo({x:inside(place.x+direction[0]*STEP),y:inside(place.y+direction[1]*STEP)})}else if(event.
key===" ")begin();else return;event.preventDefault()});stage.addEventListener("keyup",({key})=>{if(key===" ")end()});var KEYS={
b:()=>choose("brush"),e:()=>choose("eraser"),"[":()=>resize(-STEP),"]":()=>resize(STEP)};var workOf=({key,ctrlKey,metaKey,
shiftKey})=>{const letter=key.toLowerCase();if(!ctrlKey&&!metaKey)return KEYS[letter];if(letter==="z")return shiftKey?doing.
redo:doing.undo;return letter==="y"?doing.redo:void 0};dialog.addEventListener("keydown",event=>{if(targetOf(event).matches(
"textarea, input:not([type=range])")||isPainting||event.altKey)return;const work=workOf(event);if(!work)return;work();event.
preventDefault()});for(const each of tools)each.addEventListener("click",()=>choose(each.dataset.tool));for(const each of dialog.
querySelectorAll("[data-do]"))each.addEventListener("click",()=>doing[each.dataset.do]());size.addEventListener("input",
()=>resize(0));var slide=()=>{if(!along)return;picture.style.objectPosition=`${along.value}% ${along.value}%`;fillSlider(
along)};along?.addEventListener("input",slide);dialog.addEventListener("submit",()=>{const given=new DataTransfer;given.
items.add(new File([asBytes(whiteOnBlack(canvas))],"mask.png",{type:"image/png"}));file.files=given.files},{capture:true});
form.addEventListener("htmx:after:request",({detail:{ctx}})=>{if(ctx.response?.raw?.ok)globalThis.markedBefore=null});within(
dialog,"[data-testid=mask-cancel]").addEventListener("click",()=>{globalThis.markedBefore=null});if(earlier){remember();
pen.drawImage(earlier.canvas,0,0);for(const[at,field]of words.entries())field.value=earlier.words[at].value;within(dialog,
".mask-again").hidden=!earlier.isChanged()}globalThis.markedBefore={address,canvas,words,isChanged:()=>history.canUndo||
words.some(each=>each.value!==each.defaultValue)};fillSlider(size);showUndo();slide();if(document.activeElement===stage)
showCursor();})();
